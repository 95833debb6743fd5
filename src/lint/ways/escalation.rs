//! The published ways to come by more rights than one was given, one row each:
//! those of Rhino Security Labs ("AWS IAM Privilege Escalation – Methods and
//! Mitigation") and what has been found by the same pattern since.
//!
//! To add one: its row in [`METHODS`].

use super::method::Kind::{Group, Policy, Role, User};
use super::method::Method;
use super::method::MethodKind::{Makes, Unbinds};
use super::method::Part::{All, Any, AnyOf, AnyOrOwn, Own, Pass};
use super::method::{grants, passes, row, runs};

const LAMBDA: &str = "lambda.amazonaws.com";
const EC2: &str = "ec2.amazonaws.com";
const GLUE: &str = "glue.amazonaws.com";
const CLOUDFORMATION: &str = "cloudformation.amazonaws.com";
const SAGEMAKER: &str = "sagemaker.amazonaws.com";
const CODEBUILD: &str = "codebuild.amazonaws.com";
const TASKS: &str = "ecs-tasks.amazonaws.com";
const APP_RUNNER: &str = "tasks.apprunner.amazonaws.com";
const STATES: &str = "states.amazonaws.com";
const DATA_PIPELINE: &str = "datapipeline.amazonaws.com";
const AGENT_CORE: &str = "bedrock-agentcore.amazonaws.com";

/// The table.
#[rustfmt::skip]
pub(in crate::lint) const METHODS: &[Method] = &[
    // -- IAM itself -----------------------------------------------------------
    grants("a new version of a policy", &[&[AnyOrOwn(Policy, "iam:CreatePolicyVersion")]]),
    grants("an older version of a policy", &[&[AnyOrOwn(Policy, "iam:SetDefaultPolicyVersion")]]),
    grants("an access key of another user", &[&[AnyOf(User, "iam:CreateAccessKey")]]),
    grants("a password for another user", &[&[AnyOf(User, "iam:CreateLoginProfile")]]),
    grants("a changed password of another user", &[&[AnyOf(User, "iam:UpdateLoginProfile")]]),
    grants("service credentials of another user", &[&[AnyOf(User, "iam:CreateServiceSpecificCredential")]]),
    grants("reset service credentials of another user", &[&[AnyOf(User, "iam:ResetServiceSpecificCredential")]]),
    grants("a managed policy on a user", &[&[AnyOrOwn(User, "iam:AttachUserPolicy")]]),
    grants("a managed policy on a group", &[&[AnyOrOwn(Group, "iam:AttachGroupPolicy")]]),
    grants("a managed policy on its own role", &[&[Own(Role, "iam:AttachRolePolicy")]]),
    grants("a managed policy on a role that it assumes", &[&[AnyOf(Role, "iam:AttachRolePolicy")], &[Any("sts:AssumeRole")]]),
    grants("an inline policy of a user", &[&[AnyOrOwn(User, "iam:PutUserPolicy")]]),
    grants("an inline policy of a group", &[&[AnyOrOwn(Group, "iam:PutGroupPolicy")]]),
    grants("an inline policy of its own role", &[&[Own(Role, "iam:PutRolePolicy")]]),
    grants("an inline policy of a role that it assumes", &[&[AnyOf(Role, "iam:PutRolePolicy")], &[Any("sts:AssumeRole")]]),
    grants("membership in any group", &[&[AnyOf(Group, "iam:AddUserToGroup")]]),
    grants("the trust of any role", &[&[AnyOf(Role, "iam:UpdateAssumeRolePolicy")]]),
    grants("the sessions of any role", &[&[AnyOf(Role, "sts:AssumeRole")]]),
    grants("a SAML provider that vouches for anyone", &[&[All("iam:UpdateSAMLProvider")]]),
    row(Makes, "a new role with a managed policy", &[&[Any("iam:CreateRole")], &[Any("iam:AttachRolePolicy")]]),
    row(Makes, "a new role with an inline policy", &[&[Any("iam:CreateRole")], &[Any("iam:PutRolePolicy")]]),
    row(Unbinds, "an end of its boundary", &[&[Own(User, "iam:DeleteUserPermissionsBoundary")]]),
    row(Unbinds, "another boundary", &[&[Own(User, "iam:PutUserPermissionsBoundary")]]),
    row(Unbinds, "an end of its role's boundary", &[&[Own(Role, "iam:DeleteRolePermissionsBoundary")]]),
    row(Unbinds, "another boundary for its role", &[&[Own(Role, "iam:PutRolePermissionsBoundary")]]),
    // -- IAM Identity Center --------------------------------------------------
    grants("an assignment in any account", &[&[All("sso:CreateAccountAssignment")]]),
    grants("a managed policy in a permission set", &[&[All("sso:AttachManagedPolicyToPermissionSet")], &[All("sso:ProvisionPermissionSet")]]),
    grants("an inline policy in a permission set", &[&[All("sso:PutInlinePolicyToPermissionSet")], &[All("sso:ProvisionPermissionSet")]]),
    // -- A role passed to a service -------------------------------------------
    passes(EC2, "a role passed to a new instance", &[&[Pass, Any("ec2:RunInstances")]]),
    passes(EC2, "a role passed to a spot instance", &[&[Pass, Any("ec2:RequestSpotInstances")]]),
    passes(EC2, "a role passed to a fleet", &[&[Pass, Any("ec2:CreateFleet")]]),
    passes(EC2, "a role passed to a running instance", &[&[Pass, Any("ec2:AssociateIamInstanceProfile")]]),
    passes(EC2, "another role passed to a running instance", &[&[Pass, Any("ec2:ReplaceIamInstanceProfileAssociation")]]),
    passes(EC2, "a role passed to an instance profile", &[&[Pass, Any("iam:AddRoleToInstanceProfile")]]),
    passes(EC2, "a role passed to a launch configuration", &[&[Pass, Any("autoscaling:CreateLaunchConfiguration")], &[Any("autoscaling:CreateAutoScalingGroup")]]),
    passes(EC2, "a role passed to a launch template", &[&[Any("ec2:CreateLaunchTemplate")], &[Pass, Any("autoscaling:CreateAutoScalingGroup")]]),
    passes(LAMBDA, "a role passed to a function that it invokes", &[&[Pass, Any("lambda:CreateFunction")], &[Any("lambda:InvokeFunction")]]),
    passes(LAMBDA, "a role passed to a function that others may invoke", &[&[Pass, Any("lambda:CreateFunction")], &[Any("lambda:AddPermission")]]),
    passes(LAMBDA, "a role passed to a function that events invoke", &[&[Pass, Any("lambda:CreateFunction")], &[Any("lambda:CreateEventSourceMapping")]]),
    passes(LAMBDA, "another role passed to a function", &[&[Pass, Any("lambda:UpdateFunctionConfiguration")], &[Any("lambda:UpdateFunctionCode")]]),
    passes(GLUE, "a role passed to a development endpoint", &[&[Pass, Any("glue:CreateDevEndpoint")]]),
    passes(GLUE, "a role passed to a Glue job", &[&[Pass, Any("glue:CreateJob")], &[Any("glue:StartJobRun")]]),
    passes(GLUE, "a role passed to a Glue job with a trigger", &[&[Pass, Any("glue:CreateJob")], &[Any("glue:CreateTrigger")]]),
    passes(GLUE, "another role passed to a Glue job", &[&[Pass, Any("glue:UpdateJob")], &[Any("glue:StartJobRun")]]),
    passes(GLUE, "another role passed to a Glue job with a trigger", &[&[Pass, Any("glue:UpdateJob")], &[Any("glue:CreateTrigger")]]),
    passes(GLUE, "a role passed to a Glue session", &[&[Pass, Any("glue:CreateSession")], &[Any("glue:RunStatement")]]),
    passes(CLOUDFORMATION, "a role passed to a new stack", &[&[Pass, Any("cloudformation:CreateStack")]]),
    passes(CLOUDFORMATION, "a role passed to a stack", &[&[Pass, Any("cloudformation:UpdateStack")]]),
    passes(CLOUDFORMATION, "a role passed to a change set", &[&[Pass, Any("cloudformation:CreateChangeSet")], &[Any("cloudformation:ExecuteChangeSet")]]),
    passes(CLOUDFORMATION, "a role passed to a stack set", &[&[Pass, Any("cloudformation:CreateStackSet")], &[Any("cloudformation:CreateStackInstances")]]),
    passes(DATA_PIPELINE, "a role passed to a data pipeline", &[&[Pass, Any("datapipeline:CreatePipeline")], &[Any("datapipeline:PutPipelineDefinition")]]),
    passes(SAGEMAKER, "a role passed to a notebook", &[&[Pass, Any("sagemaker:CreateNotebookInstance")], &[Any("sagemaker:CreatePresignedNotebookInstanceUrl")]]),
    passes(SAGEMAKER, "a role passed to a training job", &[&[Pass, Any("sagemaker:CreateTrainingJob")]]),
    passes(SAGEMAKER, "a role passed to a processing job", &[&[Pass, Any("sagemaker:CreateProcessingJob")]]),
    passes(CODEBUILD, "a role passed to a build project", &[&[Pass, Any("codebuild:CreateProject")], &[Any("codebuild:StartBuild")]]),
    passes(CODEBUILD, "a role passed to a build project with a batch", &[&[Pass, Any("codebuild:CreateProject")], &[Any("codebuild:StartBuildBatch")]]),
    passes(CODEBUILD, "another role passed to a build project", &[&[Pass, Any("codebuild:UpdateProject")], &[Any("codebuild:StartBuild")]]),
    passes("codestar.amazonaws.com", "a role passed to a CodeStar project", &[&[Pass, Any("codestar:CreateProject")]]),
    passes(TASKS, "a role passed to a task", &[&[Pass, Any("ecs:RunTask")]]),
    passes(TASKS, "a role passed to a task on a chosen instance", &[&[Pass, Any("ecs:StartTask")]]),
    passes(TASKS, "a role passed to a new ECS service", &[&[Pass, Any("ecs:RegisterTaskDefinition")], &[Any("ecs:CreateService")]]),
    passes(TASKS, "a role passed to an ECS service", &[&[Pass, Any("ecs:RegisterTaskDefinition")], &[Any("ecs:UpdateService")]]),
    passes(TASKS, "a role passed to a batch job", &[&[Pass, Any("batch:RegisterJobDefinition")], &[Any("batch:SubmitJob")]]),
    passes(APP_RUNNER, "a role passed to a new App Runner service", &[&[Pass, Any("apprunner:CreateService")]]),
    passes(APP_RUNNER, "a role passed to an App Runner service", &[&[Pass, Any("apprunner:UpdateService")]]),
    passes(STATES, "a role passed to a new state machine", &[&[Pass, Any("states:CreateStateMachine")], &[Any("states:StartExecution")]]),
    passes(STATES, "another role passed to a state machine", &[&[Pass, Any("states:UpdateStateMachine")], &[Any("states:StartExecution")]]),
    passes("ssm.amazonaws.com", "a role passed to an automation", &[&[Pass, Any("ssm:StartAutomationExecution")]]),
    passes("scheduler.amazonaws.com", "a role passed to a schedule", &[&[Pass, Any("scheduler:CreateSchedule")]]),
    passes(EC2, "a role passed to an EMR cluster", &[&[Pass, Any("elasticmapreduce:RunJobFlow")]]),
    passes("braket.amazonaws.com", "a role passed to a Braket job", &[&[Pass, Any("braket:CreateJob")]]),
    passes("cognito-identity.amazonaws.com", "a role passed to an identity pool", &[&[Pass, Any("cognito-identity:SetIdentityPoolRoles")]]),
    passes(AGENT_CORE, "a role passed to a code interpreter", &[&[Pass, Any("bedrock-agentcore:CreateCodeInterpreter")], &[Any("bedrock-agentcore:StartCodeInterpreterSession"), Any("bedrock-agentcore:InvokeCodeInterpreter")]]),
    // -- CodeStar's own roles -------------------------------------------------
    grants("a CodeStar project made from a template", &[&[Any("codestar:CreateProjectFromTemplate")]]),
    grants("ownership of a new CodeStar project", &[&[Any("codestar:CreateProject")], &[Any("codestar:AssociateTeamMember")]]),
    // -- The role of what runs already ----------------------------------------
    runs(LAMBDA, "the code of a function", &[&[All("lambda:UpdateFunctionCode")]]),
    runs(LAMBDA, "a layer of a function", &[&[All("lambda:UpdateFunctionConfiguration")]]),
    runs(EC2, "a command on an instance", &[&[All("ssm:SendCommand")]]),
    runs(EC2, "a session on an instance", &[&[All("ssm:StartSession")]]),
    runs(EC2, "an SSH key for an instance", &[&[All("ec2-instance-connect:SendSSHPublicKey")]]),
    runs(EC2, "an SSH key for a serial console", &[&[All("ec2-instance-connect:SendSerialConsoleSSHPublicKey")]]),
    runs(EC2, "the start script of an instance", &[&[All("ec2:ModifyInstanceAttribute")], &[All("ec2:StopInstances"), All("ec2:StartInstances")]]),
    runs(EC2, "a new version of a launch template", &[&[All("ec2:CreateLaunchTemplateVersion")], &[All("ec2:ModifyLaunchTemplate")]]),
    runs(EC2, "a deployment to instances", &[&[All("codedeploy:CreateDeployment")]]),
    runs(GLUE, "an SSH key for a development endpoint", &[&[All("glue:UpdateDevEndpoint")]]),
    runs(SAGEMAKER, "a notebook", &[&[All("sagemaker:CreatePresignedNotebookInstanceUrl")]]),
    runs(SAGEMAKER, "the start script of a notebook", &[&[Any("sagemaker:CreateNotebookInstanceLifecycleConfig")], &[All("sagemaker:StopNotebookInstance"), All("sagemaker:UpdateNotebookInstance"), All("sagemaker:StartNotebookInstance")]]),
    runs(CLOUDFORMATION, "a stack", &[&[All("cloudformation:UpdateStack")]]),
    runs(CLOUDFORMATION, "a change set of a stack", &[&[All("cloudformation:CreateChangeSet")], &[All("cloudformation:ExecuteChangeSet")]]),
    runs(CODEBUILD, "the commands of a build", &[&[All("codebuild:StartBuild")]]),
    runs(CODEBUILD, "the commands of a batch of builds", &[&[All("codebuild:StartBuildBatch")]]),
    runs(TASKS, "a command in a task", &[&[All("ecs:ExecuteCommand")]]),
    runs(TASKS, "the command of a batch job", &[&[All("batch:SubmitJob")]]),
    runs(APP_RUNNER, "the image of an App Runner service", &[&[All("apprunner:UpdateService")]]),
    runs(STATES, "the steps of a state machine", &[&[All("states:UpdateStateMachine")], &[All("states:StartExecution")]]),
    runs(DATA_PIPELINE, "the steps of a data pipeline", &[&[All("datapipeline:PutPipelineDefinition")], &[All("datapipeline:ActivatePipeline")]]),
    runs(AGENT_CORE, "a session of a code interpreter", &[&[All("bedrock-agentcore:StartCodeInterpreterSession"), All("bedrock-agentcore:InvokeCodeInterpreter")]]),
];
